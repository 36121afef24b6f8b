/**
 * The codes that are answered here, and what they say. Codes are the vendor's; so are the messages
 * where one was seen in English, the rest says the same as the vendor's Chinese.
 */
export const messages = {
  'AuthFailure.InvalidAuthorization': 'The Authorization header does not meet the standard.',
  'AuthFailure.SecretIdNotFound':
    'The SecretId is not found, please ensure that your SecretId is correct.',
  'AuthFailure.SignatureExpire':
    'Signature expired. Timestamp and server time cannot differ by more than five minutes.',
  'AuthFailure.SignatureFailure':
    'The provided credentials could not be validated. Please check your signature is correct.',
  'AuthFailure.TokenFailure': 'The token is incorrect.',
  'AuthFailure.UnauthorizedOperation':
    'You are not authorized to perform this operation. Check your CAM policies, and ensure that you are using the correct access keys.',
  'InternalError.ModuleError': 'Internal module error.',
  InternalServerError: 'Internal error.',
  InvalidAction: 'The action is not valid.',
  'InvalidAddressId.Blocked': 'The EIP is blocked, and cannot be bound before it is unblocked.',
  'InvalidAddressId.NotFound': 'The EIP does not exist.',
  'InvalidInstance.NotSupported': 'The instance is not supported.',
  'InvalidInstanceId.AlreadyBindEip': 'The instance has an EIP, which must be unbound first.',
  'InvalidInstanceId.NotFound': 'The instance does not exist.',
  'InvalidNetworkInterfaceId.NotFound':
    'The network interface does not exist, or the private IP address is not on it.',
  InvalidParameter: 'The parameter is not valid.',
  'InvalidParameter.Coexist': 'The parameters cannot be specified at the same time.',
  'InvalidParameter.FilterInvalidKey': 'The filter does not exist.',
  'InvalidParameter.InvalidFilter': 'The filter is not valid.',
  InvalidParameterConflict:
    'An EIP is bound either to an instance or to a private IP address of a network interface.',
  InvalidParameterValue: 'The value of the parameter is not valid.',
  'InvalidParameterValue.AddressIdMalformed': 'The EIP id is not valid.',
  'InvalidParameterValue.Combination': 'The combination of parameters is not valid.',
  'InvalidParameterValue.Duplicate': 'The parameters contain a duplicate.',
  'InvalidParameterValue.DuplicatePara': 'The value of the parameter is repeated.',
  'InvalidParameterValue.DuplicatedHaVipAssociations':
    'The HAVIP is associated with the instance already.',
  'InvalidParameterValue.InstanceHasWanIP': 'The instance has an ordinary public IP.',
  'InvalidParameterValue.InstanceIdMalformed': 'The instance id is not valid.',
  'InvalidParameterValue.LimitExceeded': 'The value of the parameter exceeds the limit.',
  'InvalidParameterValue.Malformed': 'The format of the parameter is not valid.',
  'InvalidParameterValue.MissingAssociateEntity': 'There is no instance to bind to.',
  'InvalidParameterValue.OnlySupportedForMasterNetworkCard':
    'This is supported for the primary network interface only.',
  'InvalidParameterValue.ParameterMismatch': 'The parameters do not match.',
  'InvalidParameterValue.Range': 'The value of the parameter is out of range.',
  'InvalidParameterValue.Reserved': 'The value of the parameter is reserved by the system.',
  'InvalidParameterValue.ResourceNotSupport': 'The resource does not support this.',
  'InvalidPrivateIpAddress.AlreadyBindEip': 'The private IP address has an EIP already.',
  LimitExceeded: 'The quota is exceeded.',
  'LimitExceeded.NumberOfFilters': 'There are too many filters.',
  MissingParameter: 'The request is missing a required parameter.',
  NoSuchVersion: 'The version does not exist.',
  'OperationDenied.AddressInArrears': 'The EIP is isolated for arrears.',
  'OperationDenied.MutexTaskRunning': 'A mutually exclusive task is running.',
  RequestLimitExceeded: 'The frequency limit is exceeded.',
  ResourceInUse: 'The resource is in use.',
  'ResourceInsufficient.Subnet': 'The subnet has not enough addresses left.',
  ResourceNotFound: 'The resource does not exist.',
  'UnauthorizedOperation.AttachmentNotFound': 'The private IP address is not on the interface.',
  'UnauthorizedOperation.PrimaryIp': 'This is not possible with a primary IP address.',
  UnknownParameter: 'The parameter is not recognized.',
  UnsupportedOperation: 'The operation is not supported.',
  'UnsupportedOperation.AddressStatusNotPermit': 'The status of the EIP does not permit this.',
  'UnsupportedOperation.AttachmentNotFound': 'The private IP address is not on the interface.',
  'UnsupportedOperation.BindEIP': 'An EIP is bound already.',
  'UnsupportedOperation.IdempotentParameterMismatch': 'The client token was used already.',
  'UnsupportedOperation.IdempotentProcessing': 'The request with this client token is going on.',
  'UnsupportedOperation.MutexOperationTaskRunning': 'A mutually exclusive task is running.',
  'UnsupportedOperation.UnbindEIP': 'No EIP is bound.',
  UnsupportedProtocol: 'Only GET and POST requests are supported.',
  UnsupportedRegion: 'The region is not supported.',
} as const;

export type Code = keyof typeof messages;
